import type { Texts } from './en';

/** What is said when a page cannot be shown or a form was in vain, in Vietnamese. */
export const VI_ERRORS: Texts['errors'] = {
  badRequest: {
    title: 'Không thực hiện được',
    text: 'Chúng tôi không đọc được dữ liệu mà trình duyệt gửi. Hãy quay lại và thử lần nữa.',
  },
  notFound: {
    title: 'Trang này không tồn tại',
    text: 'Có thể địa chỉ bị gõ sai hoặc liên kết trong thư bị cắt mất. Hãy mở liên kết đầy đủ.',
  },
  method: {
    title: 'Trang này không tồn tại',
    text: 'Hãy quay lại trang trước và dùng nút ở đó.',
  },
  formForeign: {
    title: 'Chưa có gì thay đổi',
    text: 'Biểu mẫu được gửi từ một trang web khác. Hãy mở chính trang này và điền biểu mẫu tại đây.',
  },
  formToken: {
    title: 'Biểu mẫu này đã hết hạn',
    text: 'Trang đã mở quá lâu hoặc trình duyệt của bạn chặn cookie. Chưa có gì thay đổi; hãy mở lại trang và thử lần nữa.',
  },
  linkInvalid: {
    title: 'Liên kết này không còn hiệu lực',
    text: 'Liên kết đã được dùng, đã hết hạn hoặc đã có liên kết mới hơn. Hãy yêu cầu liên kết mới.',
  },
  alreadyVerified: {
    title: 'Địa chỉ của bạn đã được xác nhận từ trước',
    text: 'Bạn không cần làm gì thêm. Bạn có thể đóng trang này.',
  },
  blocked: {
    title: 'Không thể dùng tài khoản này',
    text: 'Tài khoản đang bị khóa, bị đình chỉ hoặc chưa được kích hoạt.',
  },
  denied: {
    title: 'Không được phép',
    text: 'Bạn không thể làm việc này ở đây.',
  },
  brandInactive: {
    title: 'Tạm ngừng phục vụ',
    text: 'Dịch vụ này hiện đang tắt.',
  },
  registrationDisabled: {
    title: 'Không nhận đăng ký',
    text: 'Hiện không thể tạo tài khoản mới tại đây. Hãy hỏi người giới thiệu dịch vụ này để được mời.',
  },
  mailUnavailable: {
    title: 'Hiện chúng tôi không gửi được email',
    text: 'Vui lòng thử lại sau.',
  },
  tooMany: {
    title: 'Bạn đã thử quá nhiều lần',
    text: 'Đã có quá nhiều lần thử trong thời gian ngắn. Hãy đợi một lát rồi thử lại.',
  },
  internal: {
    title: 'Đã xảy ra sự cố',
    text: 'Lỗi ở phía chúng tôi, không phải ở bạn. Vui lòng thử lại sau giây lát.',
  },
  unavailable: {
    title: 'Hệ thống đang bận',
    text: 'Đang có quá nhiều yêu cầu cùng lúc. Vui lòng thử lại sau giây lát.',
  },
};
